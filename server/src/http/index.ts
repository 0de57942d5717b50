export { bearerOf, type FormsCaller, readBearer, readBearerApp, readFormsCaller, readPortalCaller } from './caller.ts'
export { readCookie, setCookie } from './cookies.ts'
export { type Form, parseForm, shorten } from './form.ts'
export { anyObject, readJson, readShape } from './json.ts'
export { createWeb, type Web } from './mount.ts'
export type { Part } from './parts.ts'
export {
  type Answer,
  type Asked,
  type Dialect,
  type ForeignRoute,
  isFramed,
  json,
  languageOf,
  page,
  type Route,
  seeOther,
} from './route.ts'
export { checkForm, forgetVisitor, formTokenField, formTokenOf, visitorOf } from './visitor.ts'

export { readPortalCaller } from './caller.ts'
export { type Form, parseForm, shorten } from './form.ts'
export { createWeb } from './mount.ts'
export {
  type Answer,
  type Asked,
  type Dialect,
  type ForeignRoute,
  json,
  languageOf,
  page,
  pagePolicy,
  type Route,
  seeOther,
} from './route.ts'

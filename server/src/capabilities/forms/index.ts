export { activateLogin } from './activate-login.ts'
export { archiveMember } from './archive-member.ts'
export { checkOwnCode, generateCode } from './codes.ts'
export type { AnswerItem } from './compile-form.ts'
export { credentialMarkers, parseCredentials } from './credentials.ts'
export { changeAnswer, giveAnswer, listAnswers, readAnswer, removeAnswer } from './data-answers.ts'
export {
  type Attribute,
  type Form,
  FormDefinition,
  isCredential,
  sayChoice,
  sayLocalised,
  typeOf,
} from './definition.ts'
export { findMember, type Member, readMember } from './enrolment.ts'
export { enterByUpstream, type UpstreamPerson } from './enter-by-upstream.ts'
export { keyOf as choiceKeyOf } from './fields/choices.ts'
export { findFormFault } from './find-fault.ts'
export { type Answer, listAnswersOf } from './keep-answer.ts'
export { changePasswordByCode } from './new-password.ts'
export { changeOwn, setDevice } from './own-answer.ts'
export { filePolicyOf, fileValueOf, takesFiles } from './own-files.ts'
export { printTypes } from './print-types.ts'
export {
  codeWays,
  listProviders,
  type Provider,
  type ProviderConfig,
  providerKinds,
  providerStates,
  readClientSecret,
  readProvider,
  saveProvider,
} from './provider.ts'
export { findForm, listForms, readForm, saveForm } from './save-form.ts'
export { schemaOfForm } from './schema-of-form.ts'
export { signInByLogin } from './sign-in.ts'
export { policyOf, type SignedUp, signUpByForm } from './sign-up.ts'
export { sweepUnactivated } from './sweep.ts'

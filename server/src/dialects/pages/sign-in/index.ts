export { addressOf, appDoor, type Door, enter, journeyOf } from './door.ts'
export { beside, nameOf, onlyFields, orShow, problemsOf, showLeaf, textsOf } from './frame.ts'
export { signInPages } from './pages.ts'

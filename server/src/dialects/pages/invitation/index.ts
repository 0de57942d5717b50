export { invitationDoor } from './door.ts'
export { invitationPages } from './pages.ts'
export { invitationTexts } from './texts/index.ts'

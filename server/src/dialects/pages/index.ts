export { pages } from './dialect.ts'
export { invitationDoor } from './invitation/index.ts'

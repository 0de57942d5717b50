export { signInPages } from './interaction.ts'

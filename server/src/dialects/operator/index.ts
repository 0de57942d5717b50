export { commands, type Order, readOrder, runOrder } from './commands.ts'
export { applyDemo, readDemo } from './demo.ts'

export { findPublishedCredential, publishedHashes } from './published.ts'
export { OperatorError, secretsOf } from './read-file.ts'

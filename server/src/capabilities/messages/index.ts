export { quoteName } from './compose.ts'
export { listDeadLetters, resendDeadLetter, sweepMessages } from './dead-letters.ts'
export { appChannel, checkSend, type Device, enqueue, enqueueNotice, spendSend } from './enqueue.ts'
export { hasMissed } from './find-fate.ts'
export { type Frame, frameOf, prepareFrame } from './frame.ts'

export { noteReceipt } from './note-receipt.ts'
export { messageSettings } from './settings.ts'
export { startWorker } from './worker.ts'

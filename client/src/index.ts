/**
 * The client of a Diwan identity server. {@link createClient} signs people in and registers them by forms, in pages and
 * elsewhere; {@link createAppClient} is for an app’s own server. Everything thrown is a {@link DiwanError}.
 *
 * @module
 */
export * from './app/index.ts'
export { createClient, type DiwanClient, type FinishedSignIn, type Session } from './client.ts'
export { DiwanError, type ErrorFacts, isDiwanError } from './error.ts'
export type { Claims, UserInfo } from './id-token.ts'
export type { ClientOptions, SignInWish } from './options.ts'
export * from './provider/index.ts'
export { memoryStorage, type StorageChoice, type TokenStorage, webStorage } from './storage.ts'
export type { WorldOptions } from './world.ts'

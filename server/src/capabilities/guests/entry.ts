import type { Ports, UserId } from '../../kernel/index.ts'
import type { GuestEvent } from './event.ts'

/** All that a guest's tokens open: the one event. */
export const scopeOf = (eventId: number): string => `event:${eventId}`

/**
 * The secret names under which the protocol may keep that a person entered an event: one for each root of the keyring,
 * the newest first. It is drawn from who, where and through which app, so that there is one such entry and no more.
 */
export const entryNames = (
  at: Pick<Ports, 'keyring'>,
  event: Pick<GuestEvent, 'id' | 'appId'>,
  userId: UserId,
): string[] => at.keyring.macs('index', 'guest-entry', event.appId, String(event.id), String(userId))

import { type TOptional, type TString, Type } from 'typebox'
import {
  cancelInvitation,
  type InvitedField,
  invite,
  invitedFields,
  parseWish,
  readInvitation,
  type WishField,
} from '../../capabilities/invitations/index.ts'
import { byApp } from './gates.ts'
import { operation } from './operation.ts'

const invited = Object.fromEntries(
  invitedFields.map((field) => [field, Type.Optional(Type.String({ maxLength: 2000 }))]),
) as Record<InvitedField, TOptional<TString>>

const InvitationWish = Type.Object(
  {
    email: Type.String({ maxLength: 254, description: 'The person proves it by a code before anything else' }),
    returnUrl: Type.String({
      maxLength: 2000,
      description: 'Where the browser goes at the end: one of the app’s return URLs, with any query',
    }),
    ...invited,
  },
  { $id: 'InvitationWish', additionalProperties: false },
)

const instant = (description: string) => Type.String({ format: 'date-time', description })

const Invitation = Type.Object(
  {
    id: Type.String({ description: 'What the app asks about the invitation with; it opens nothing' }),
    url: Type.String({ description: 'The person’s page. Told this once: whoever has it may begin' }),
    expiresAt: instant('When it is over'),
  },
  { $id: 'Invitation' },
)

const InvitationStatus = Type.Object(
  {
    id: Type.String(),
    state: Type.Enum(['open', 'finished', 'cancelled', 'expired']),
    createdAt: instant('When it was made'),
    expiresAt: instant('When it is over'),
    finishedAt: Type.Optional(instant('When it was finished or cancelled')),
  },
  { $id: 'InvitationStatus' },
)

const parameters = Type.Object({
  id: Type.String({ format: 'uuid', pattern: '^[0-9a-f-]{36}$', description: 'The invitation' }),
})
const gate = byApp('invitations:write')
const spell = (at: number): string => new Date(at).toISOString()
/** This wire calls every field as the capability does. */
const names = Object.fromEntries(Object.keys(InvitationWish.properties).map((name) => [name, name])) as Record<
  WishField,
  string
>

/** What an app knows of a person beforehand, kept until the person proves the e-mail and sets a password. */
export const invitations = [
  operation({
    method: 'POST',
    path: '/invitations',
    id: 'createInvitation',
    summary: 'Invites a person; an earlier open invitation of the same app for the same e-mail is cancelled',
    gate,
    body: InvitationWish,
    status: 201,
    answer: Invitation,
    refusals: ['users.contact-taken', 'limits.exhausted'],
    async run({ at }, app, { body }) {
      const { id, secret, expiresAt } = await invite(at, app, await parseWish(at, app, body, names))
      return { id, url: `${at.publicUrl}/invitation?id=${secret}`, expiresAt: spell(expiresAt) }
    },
  }),
  operation({
    method: 'GET',
    path: '/invitations/{id}',
    id: 'readInvitation',
    summary: 'What became of an invitation of the app’s own; not who finished it',
    gate,
    parameters,
    status: 200,
    answer: InvitationStatus,
    refusals: ['invitations.unknown'],
    async run({ at }, app, { parameters: { id } }) {
      const { createdAt, expiresAt, finishedAt, ...status } = await readInvitation(at, app, id)
      return {
        ...status,
        createdAt: spell(createdAt),
        expiresAt: spell(expiresAt),
        ...(finishedAt !== undefined && { finishedAt: spell(finishedAt) }),
      }
    },
  }),
  operation({
    method: 'DELETE',
    path: '/invitations/{id}',
    id: 'cancelInvitation',
    summary: 'Takes an open invitation back, and erases what it held',
    gate,
    parameters,
    status: 204,
    refusals: ['invitations.unknown', 'invitations.over'],
    async run({ at }, app, { parameters: { id } }) {
      await cancelInvitation(at, app, id)
      return undefined
    },
  }),
]

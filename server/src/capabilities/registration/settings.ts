import { Type } from 'typebox'
import type { ContactKind, Ports } from '../../kernel/index.ts'
import { Budget, Count, setting, slice } from '../settings/index.ts'
import { type AskedField, profileFields } from '../users/index.ts'

const Asked = Type.Object(
  { field: Type.Enum([...profileFields]), required: Type.Boolean() },
  { additionalProperties: false },
)

export const registrationSettings = slice('registration', {
  pendingDays: setting(Count(365), 7, 'Days until an account that was never activated is removed'),
  fields: setting(
    Type.Array(Asked, { maxItems: 14, uniqueItems: true }),
    [{ field: 'name', required: true }],
    `What people are asked for when they make an account on our pages, besides e-mail or mobile and password; a field is one of ${profileFields.join(', ')}`,
  ),
  passwordWithMobile: setting(
    Type.Boolean(),
    false,
    'People who make an account by their mobile must choose a password; else they may do without, and sign in by codes',
  ),
  existenceTold: setting(
    Budget,
    { limit: 300, seconds: 3600 },
    'Answers to one app on whether an e-mail has an account, about people the app did not register itself',
  ),
})

/**
 * What people are asked for when they make an account on our pages, each field once; not for the number by which they
 * came.
 */
export async function readSignUpFields(
  at: Pick<Ports, 'db' | 'clock'>,
  by: ContactKind = 'email',
): Promise<readonly AskedField[]> {
  const { fields } = await registrationSettings.read(at)
  return fields.filter(
    ({ field }, i) => field !== (by === 'mobile' ? by : '') && fields.findIndex((one) => one.field === field) === i,
  )
}

/** Whether an account that is made by such a contact may do without a password. */
export const passwordIsOptional = async (at: Pick<Ports, 'db' | 'clock'>, by: ContactKind): Promise<boolean> =>
  by === 'mobile' && !(await registrationSettings.read(at)).passwordWithMobile

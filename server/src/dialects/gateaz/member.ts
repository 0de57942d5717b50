import { emailOf, type User } from '../../capabilities/users/index.ts'
import { spellInstant } from '../../kernel/index.ts'
import { genderCodes } from './fields.ts'

/** The document's "all the information of the member": what this surface took in, and never a secret. */
export function memberOf(user: User, mustChange = false) {
  const email = emailOf(user)
  const { name = '', mobile = '', gender, birthDate = '' } = user.profile
  return {
    User_ID: user.id,
    User_Name: name,
    User_Email: email?.value ?? '',
    User_Mobile: mobile,
    User_Gender: gender ? genderCodes.indexOf(gender) + 1 : 1,
    User_Birthday: birthDate,
    User_EmailActive: email?.provenAt ? 1 : 0,
    User_CreatedDate: spellInstant(user.createdAt),
    ...(mustChange && { User_MustChangePassword: 1 }),
  }
}

import type { PageRoute, Visit } from '../visit.ts'
import { actCode, showCode } from './code.ts'
import { openInteraction, openSignUp, type ProviderDoor } from './door.ts'
import { receive } from './receive.ts'
import { actSignUp, showSignUp } from './sign-up.ts'

/** Files of all fields of one form together. */
const mostFiles = 50

const behind = (path: `/${string}`, open: (visit: Visit) => Promise<ProviderDoor>): PageRoute[] => [
  {
    path,
    show: async (visit) => showSignUp(await open(visit)),
    act: async (visit) => {
      const { door, files, refused } = await receive(visit, open)
      return actSignUp(door, files, refused)
    },
    upload: { mostFiles },
  },
  {
    path: `${path}/code`,
    show: async (visit) => showCode(await open(visit)),
    act: async (visit) => actCode(await open(visit)),
  },
]

/** Where people sign up by an auth provider's form: at an address of its own, and inside an app's authorization. */
export const providerPages: readonly PageRoute[] = [
  ...behind('/sign-up/:provider', openSignUp),
  ...behind('/interaction/:uid/provider/:provider', openInteraction),
]

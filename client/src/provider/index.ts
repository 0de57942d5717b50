import { type AuthProvider, authProvider } from './auth-provider.ts'
import { callerOf, type Place } from './call.ts'
import { type FileUploading, fileUploading } from './files.ts'
import { type FormAnswer, type Forms, type FormsData, forms, formsData } from './forms.ts'
import { type Users, users } from './users.ts'

export type * from './shapes.ts'
export * from './values.ts'
export type { AuthProvider, FileUploading, FormAnswer, Forms, FormsData, Users }

/** Registration by forms, through auth providers. */
export interface ProviderSurface {
  readonly AuthProvider: AuthProvider
  readonly Users: Users
  readonly Forms: Forms
  readonly FormData: FormsData
  readonly FileUploading: FileUploading
}

export function providerSurface(place: Place): { methods: ProviderSurface; close(): void } {
  const caller = callerOf(place)
  return {
    methods: {
      AuthProvider: authProvider(caller),
      Users: users(caller),
      Forms: forms(caller),
      FormData: formsData(caller),
      FileUploading: fileUploading(caller),
    },
    close: () => caller.keeper.close(),
  }
}

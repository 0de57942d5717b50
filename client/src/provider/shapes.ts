import type { FieldType, FormItem, Items } from './values.ts'

/** A login, a password or another field that signs in. */
export interface AuthItem {
  readonly marker: string
  readonly value: string
}

/** Where messages go. */
export interface NotificationData {
  readonly email: string
  readonly phonePush: readonly string[]
  /** Absent rather than empty. */
  readonly phoneSMS?: string
}

/** What a person registers with; `F` is a type that `diwan types` writes, where you have it. */
export interface SignUpBody<F extends object = never> {
  readonly formIdentifier: string
  readonly authData: readonly AuthItem[]
  readonly formData: Items<F>
  readonly notificationData: NotificationData
}

/** Who was registered. Neither password nor code is ever in it. */
export interface SignedUp {
  readonly id: number
  readonly identifier: string
  readonly isActive: boolean
  readonly formData: readonly FormItem[]
  readonly notificationData: NotificationData
  readonly version: number
  readonly updatedDate: string
  readonly createdDate?: string
  readonly locale?: string
}

/** What signs in. */
export interface AuthBody {
  readonly authData: readonly AuthItem[]
  /** Instead of a password, where the provider takes codes. */
  readonly code?: string
}

/** Tokens of an auth provider. */
export interface AuthEntity {
  readonly userIdentifier: string
  readonly authProviderIdentifier: string
  readonly accessToken: string
  readonly refreshToken: string
}

/** What an upstream provider gave. */
export interface OAuthBody {
  readonly client_id: string
  readonly client_secret: string
  readonly code: string
  readonly grant_type: string
  readonly redirect_uri: string
}

/** One way to register and to sign in. */
export interface Provider {
  readonly id: number
  readonly identifier: string
  readonly type: string
  readonly formIdentifier: string | null
  readonly userGroupIdentifier: string
  readonly isActive: boolean
  /** Whether an account is active only after a code. */
  readonly isCheckCode: boolean
  readonly version: number
  readonly localizeInfos: Readonly<Record<string, unknown>>
  readonly config: Readonly<Record<string, string | null>>
}

/** A device where the person is signed in. */
export interface ActiveSession {
  readonly deviceInfo: { readonly os: string; readonly browser: string; readonly location: string }
}

/** The person that the tokens speak for. */
export interface User {
  readonly id: number
  readonly identifier: string
  readonly authProviderIdentifier: string
  readonly formData: readonly FormItem[]
  readonly formIdentifier: string
  readonly groups: readonly (string | number)[]
  readonly state: Readonly<Record<string, unknown>>
  readonly total?: string
}

/** What is changed of a person; what is absent stays. */
export interface UserBody<F extends object = never> {
  readonly formIdentifier: string
  readonly authData?: readonly AuthItem[]
  readonly formData?: Items<F>
  readonly notificationData?: NotificationData
  readonly state?: Readonly<Record<string, unknown>>
}

/** One field of a form. */
export interface FormAttribute {
  readonly marker: string
  readonly type: FieldType
  readonly position: number
  readonly isVisible?: boolean
  readonly localizeInfos: { readonly title?: string } & Readonly<Record<string, unknown>>
  readonly initialValue?: unknown
  readonly listTitles?: readonly { readonly title: string; readonly value: string; readonly position?: number }[]
  readonly validators?: Readonly<Record<string, unknown>>
  readonly isLogin?: boolean | null
  readonly isPassword?: boolean | null
  readonly isSignUp?: boolean | null
  readonly isSignUpRequired?: boolean | null
  readonly isNotificationEmail?: boolean | null
  readonly isNotificationPhonePush?: boolean | null
  readonly isNotificationPhoneSMS?: boolean | null
}

/** A form as data. */
export interface Form {
  readonly id: number
  readonly identifier: string
  readonly type: string | null
  readonly version: number
  readonly position: number
  readonly localizeInfos: { readonly title?: string } & Readonly<Record<string, unknown>>
  readonly attributes: readonly FormAttribute[]
}

/** An answer to a form of data. */
export interface FormDataBody<F extends object = never> {
  readonly formIdentifier: string
  readonly formModuleConfigId?: number
  readonly moduleEntityIdentifier?: string
  readonly replayTo?: string | null
  readonly status?: string
  readonly formData: Items<F>
}

/** Part of a long list. */
export interface Listed<T> {
  readonly items: readonly T[]
  readonly total: number
}

/** What an upload is for. */
export interface UploadQuery {
  readonly type?: string
  readonly entity?: string
  readonly id?: number | string
  readonly width?: number
  readonly height?: number
  readonly compress?: boolean
  readonly template?: number | string
}

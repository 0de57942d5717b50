/** The words of the pages that the protocol itself shows, in one language. `app` arrives isolated for mixed directions. */
export interface OidcTexts {
  title: string
  help: string
  /** For a person who said no, where the app is not told. */
  cancelled: string
  cancelledHelp: string
  home: string
  /** Between two pages, for browsers without scripts. */
  next: string
  nextHelp: string
  go: string
  /** Connecting a device. */
  device: string
  deviceHelp: string
  deviceCode: string
  deviceMissing: string
  deviceUnknown: string
  deviceOver: string
  deviceUsed: string
  deviceFailed: string
  deviceConfirm: (app: string) => string
  deviceConfirmHelp: string
  deviceYes: string
  deviceNo: string
  deviceDone: string
  deviceDoneHelp: string
  deviceAborted: string
  deviceAbortedHelp: string
  /** Signing out. */
  logout: string
  logoutHelp: string
  logoutFrom: (app: string) => string
  logoutYes: string
  logoutNo: string
  loggedOut: string
  loggedOutHelp: string
}

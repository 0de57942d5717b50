/** The words of the development pages in one language. */
export interface DevTexts {
  inbox: string
  inboxEmpty: string
  /** How the inbox says to whom and when. */
  to: string
  at: string
  reload: string
  openInbox: string
  site: string
  siteAbout: string
  register: string
  logIn: string
  forgot: string
  activate: string
  activateAbout: string
  reset: string
  resetAbout: string
  name: string
  email: string
  mobile: string
  mobileHelp: string
  password: string
  gender: string
  genders: { 1: string; 2: string; 3: string }
  birthday: string
  answer: string
  back: string
  incomplete: string
}

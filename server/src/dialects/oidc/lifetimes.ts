const day = 86_400

/** How long a browser stays signed in, seconds. */
export const sessionLife = 14 * day

/** How long things live, seconds. */
export const lifetimes = {
  AccessToken: 3600,
  AuthorizationCode: 60,
  ClientCredentials: 3600,
  DeviceCode: 600,
  Grant: 365 * day,
  IdToken: 3600,
  Interaction: 3600,
  RefreshToken: 30 * day,
  Session: sessionLife,
}

/** What we ask of machines that we do not know: never of those inside our own network (attack 77). */
export interface Outside {
  /** The TXT records of a name; none where it does not exist, or nobody answers in time. */
  readTxt(name: string): Promise<string[]>
  /**
   * What an https address of this host answers with 200, as text of 4 KB at most; undefined for everything else: another
   * status, a redirect, a longer text, a host that resolves to no public address, no answer in time.
   */
  readText(host: string, path: `/${string}`): Promise<string | undefined>
}

type SignerRole =
  | 'origin'
  | 'maint'
  | 'archive'
  /** Of dpkg-sig alone. */
  | 'builder'

/** A signature inside a .deb. */
export type MemberSignature =
  /** As debsigs(1) makes it and debsig-verify(1) reads it: over the members, one after the other. */
  | { readonly method: 'debsign'; readonly role: SignerRole }
  /** As dpkg-sig(1) makes it: a signed list of the members' digests. */
  | { readonly method: 'dpkg-sig'; readonly role: SignerRole; readonly signer: string }

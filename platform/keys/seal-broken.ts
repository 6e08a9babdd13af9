export type SealFault = 'unknown_key' | 'unknown_suite' | 'too_short' | 'not_authentic' | 'not_json';

/** A sealed value did not open. Names the fault and perhaps a key id, never the value. */
export class SealBroken extends Error {
  readonly fault: SealFault;

  constructor(fault: SealFault, keyId?: string) {
    super(keyId === undefined ? `seal broken: ${fault}` : `seal broken: ${fault} ${keyId}`);
    this.fault = fault;
  }
}

/** Codes without their pictures: minting, drawing and reading back have tests of their own. */
export const TOKEN_ID_BYTES = 16;
export const MEDIA = { screen: { ecc: 'M' } } as const;
export const currentKey = (): { keyId: number } => ({ keyId: 1 });
export const isCompromised = (): boolean => false;
export const textOf = (): string => 'TOKEN';
export const checkSymbol = async (): Promise<object> => ({
  ...{ ok: true, version: 5, modules: 37, ecc: 'M', tookMs: 1 },
  grade: { grade: 'A', parts: {} },
});

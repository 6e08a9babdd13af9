/** The smallest workflow, for the bundle test alone. */
export async function nothing(): Promise<void> {}

/** Hands a file to the browser, which saves it under this name. */
export function saveAs(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name.replaceAll('/', '_');
  link.click();
  URL.revokeObjectURL(url);
}

const MOST_PIXELS = 2_000;
const QUALITY = 0.8;

/** A photo as it is kept: no wider than a screen, and without what a phone writes into it, such as the place. */
export async function smallPhoto(file: File): Promise<File> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, MOST_PIXELS / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  if (!blob) throw new Error('the photo could not be drawn');
  return new File([blob], 'delivery.jpg', { type: 'image/jpeg' });
}

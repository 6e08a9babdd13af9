import { useWords } from '../words.js';

/** An e-mail as its reader sees it, in a frame that runs nothing and asks for nothing. */
export function Letter({ html }: { html: string }) {
  const { t } = useWords();
  // The frame has the page's own policy, which lets no style stand in an attribute.
  return (
    <iframe
      className="letter-frame"
      sandbox=""
      title={t('inbox.letter')}
      srcDoc={html.replace(/ style="[^"]*"/g, '')}
    />
  );
}

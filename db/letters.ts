import type { LetterTexts, SentBy } from '../domain/letters.js';
import { type Db, row, rows, run, type Tx } from './sql.js';

/** One version of the words of a kind of message in a channel. */
export interface TemplateRow {
  kind: string;
  channel: SentBy;
  version: number;
  texts: LetterTexts;
  savedBy: string;
  savedAt: Date;
}

const COLUMNS = 'kind, channel, version, texts, saved_by as "savedBy", saved_at as "savedAt"';

/** The templates in force. */
export function templatesInForce(db: Db): Promise<TemplateRow[]> {
  return rows(
    db,
    `select distinct on (kind, channel) ${COLUMNS} from message_templates order by kind, channel, version desc`,
  );
}

/** Every version of one template, the one in force first. */
export function versionsOf(db: Db, kind: string, channel: string): Promise<TemplateRow[]> {
  return rows(
    db,
    `select ${COLUMNS} from message_templates where kind = :kind and channel = :channel order by version desc limit 100`,
    { kind, channel },
  );
}

/** The words of one version; undefined when there is none. */
export async function wordsOf(
  db: Db,
  template: { kind: string; channel: string; version: number },
): Promise<LetterTexts | undefined> {
  const found = await row<{ texts: LetterTexts }>(
    db,
    'select texts from message_templates where kind = :kind and channel = :channel and version = :version',
    { ...template },
  );
  return found?.texts;
}

/** Saves the version after `seen`; false when somebody else has saved it first, or `seen` is not in force. */
export async function saveTemplate(
  tx: Tx,
  { kind, channel, seen, texts, savedBy }: Omit<TemplateRow, 'version' | 'savedAt'> & { seen: number },
): Promise<boolean> {
  const saved = await run(
    tx,
    `insert into message_templates (kind, channel, version, texts, saved_by)
     select :kind, :channel, :seen::int + 1, :texts::jsonb, :savedBy
     where (select max(version) from message_templates where kind = :kind and channel = :channel) = :seen
     on conflict (kind, channel, version) do nothing`,
    { kind, channel, seen, texts: JSON.stringify(texts), savedBy },
  );
  return saved === 1;
}

/** Gives a template its first version, unless it has one. */
export async function putFirstTemplate(
  db: Db,
  { kind, channel, texts }: Pick<TemplateRow, 'kind' | 'channel' | 'texts'>,
): Promise<void> {
  await run(
    db,
    `insert into message_templates (kind, channel, version, texts, saved_by)
     values (:kind, :channel, 1, :texts::jsonb, 'system') on conflict (kind, channel, version) do nothing`,
    { kind, channel, texts: JSON.stringify(texts) },
  );
}

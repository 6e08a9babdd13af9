import { Timeline } from 'antd';
import type { Answer } from '../client.js';
import { money } from '../format.js';
import { Panel } from '../parts/panel.js';
import { When } from '../parts/when.js';
import { type Speech, useWords } from '../words.js';

export type StoryItem = Answer<'showTimeline'>['items'][number];
export type Fact = Extract<StoryItem, { kind: 'fact' }>['fact'];

/** Facts, hand-overs, messages, verifications and cases in one story, oldest first. */
export function Story({ items }: { items: StoryItem[] }) {
  const { t } = useWords();
  const told = items.filter(
    (item) => item.kind === 'fact' || item.kind === 'message' || item.kind.startsWith('case'),
  );
  return (
    <Panel title={t('order.story')}>
      {told.length === 0 ? (
        <p className="quiet">{t('order.story_empty')}</p>
      ) : (
        <Timeline
          items={told.map((item, index) => ({
            key: index,
            color: colourOf(item),
            content: <Line item={item} />,
          }))}
        />
      )}
    </Panel>
  );
}

const FAILED = [
  'payment_mismatch',
  'dispute_opened',
  'exception_opened',
  'verification_failed',
  'message_failed',
];
const DONE = ['written_off', 'archived', 'review_approved', 'verification_passed'];

function colourOf(item: StoryItem): string {
  if (item.kind === 'case_opened') return 'red';
  if (item.kind !== 'fact') return 'gray';
  if (FAILED.includes(item.fact.type)) return 'red';
  return DONE.includes(item.fact.type) ? 'green' : 'blue';
}

function Line({ item }: { item: StoryItem }) {
  const speech = useWords();
  return (
    <div className="story-line">
      <span>{sentenceOf(item, speech)}</span>
      {item.kind === 'fact' && <FactMore fact={item.fact} />}
      <span className="quiet">
        <When at={item.at} />
        {item.kind === 'fact' && ` · ${whoOf(item.fact, speech)}`}
      </span>
    </div>
  );
}

function sentenceOf(item: StoryItem, { t, word }: Speech): string {
  switch (item.kind) {
    case 'fact':
      return word('fact', item.fact.type);
    case 'hop':
      return t('story.hop', { to: receiverOf(item.hop, word), status: word('hopStatus', item.hop.status) });
    case 'message':
      return t('story.message', {
        channel: word('channel', item.message.channel),
        status: word('messageStatus', item.message.status),
      });
    case 'verification':
      return t('story.verification', { verdict: word('verdict', item.verification.verdict) });
    case 'case_opened':
    case 'case_closed':
      return t(`story.${item.kind}`, {
        kind: word('caseKind', item.case.kind),
        step: word('step', item.case.step),
      });
  }
}

export function receiverOf(hop: { toKind: string; toName: string }, word: Speech['word']): string {
  if (hop.toKind === 'department') return word('department', hop.toName);
  return hop.toName === '' ? word('to', hop.toKind) : hop.toName;
}

function whoOf({ actor }: Fact, { word }: Pick<Speech, 'word'>): string {
  if (actor.kind !== 'person') return word('actor', actor.kind);
  return actor.department ? `${actor.id} (${word('department', actor.department)})` : actor.id;
}

/** Amount, reason and note of a fact, where it has them. */
function FactMore({ fact }: { fact: Fact }) {
  const { word } = useWords();
  const { amountMinor, currency, reason, toKind, toName } = fact.detail;
  const parts = [
    typeof amountMinor === 'number' && typeof currency === 'string' ? money(amountMinor, currency) : '',
    typeof toKind === 'string' ? receiverOf({ toKind, toName: String(toName ?? '') }, word) : '',
    typeof reason === 'string' ? word('reason', reason) : '',
    fact.note ?? '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? null : <span className="wrap">{parts.join(' · ')}</span>;
}

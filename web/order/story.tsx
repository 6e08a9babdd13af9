import { Tag, Timeline } from 'antd';
import { useState } from 'react';
import type { Answer } from '../client.js';
import { money } from '../format.js';
import { Panel } from '../parts/panel.js';
import { When } from '../parts/when.js';
import { type Speech, useWords } from '../words.js';
import { useNames } from './names.js';

export type StoryItem = Answer<'showTimeline'>['items'][number];
export type Fact = Extract<StoryItem, { kind: 'fact' }>['fact'];

const CHIPS = ['all', 'scans', 'hops', 'decisions', 'messages', 'money', 'said'] as const;
type Chip = (typeof CHIPS)[number];

/** Everything in one story, oldest first; chips leave one thread of it. */
export function Story({ orderNo, items }: { orderNo: string; items: StoryItem[] }) {
  const { t } = useWords();
  const nameOf = useNames(orderNo);
  const [chip, setChip] = useState<Chip>('all');
  const told = items.filter(
    (item) => TOLD.includes(item.kind) && (chip === 'all' || threadOf(item) === chip),
  );
  return (
    <Panel title={t('order.story')}>
      <div className="buttons story-chips">
        {CHIPS.map((one) => (
          <Tag.CheckableTag key={one} checked={chip === one} onChange={() => setChip(one)}>
            {t(`chip.${one}`)}
          </Tag.CheckableTag>
        ))}
      </div>
      {told.length === 0 ? (
        <p className="quiet">{t(chip === 'all' ? 'order.story_empty' : 'order.none')}</p>
      ) : (
        <Timeline
          items={told.map((item, index) => ({
            key: index,
            color: colourOf(item),
            content: <Line item={item} nameOf={nameOf} />,
          }))}
        />
      )}
    </Panel>
  );
}

const TOLD: readonly StoryItem['kind'][] = [
  'fact',
  'message',
  'case_opened',
  'case_closed',
  'comment',
  'file',
];

/** The thread that an event belongs to; hand-overs and verifications are told by their facts. */
function threadOf(item: StoryItem): Chip | undefined {
  switch (item.kind) {
    case 'comment':
    case 'file':
      return 'said';
    case 'message':
      return 'messages';
    case 'fact': {
      const { type } = item.fact;
      if (type === 'scanned') return 'scans';
      if (type.startsWith('transfer_')) return 'hops';
      if (type.startsWith('payment_')) return 'money';
      if (type.startsWith('message_')) return 'messages';
      return item.fact.actor.kind === 'person' ? 'decisions' : undefined;
    }
    default:
      return undefined;
  }
}

const FAILED = [
  'payment_mismatch',
  'dispute_opened',
  'exception_opened',
  'verification_failed',
  'message_failed',
  'message_bounced',
];
const DONE = ['written_off', 'archived', 'review_approved', 'verification_passed'];

function colourOf(item: StoryItem): string {
  if (item.kind === 'case_opened') return 'red';
  if (item.kind !== 'fact') return 'gray';
  if (FAILED.includes(item.fact.type)) return 'red';
  return DONE.includes(item.fact.type) ? 'green' : 'blue';
}

function Line({ item, nameOf }: { item: StoryItem; nameOf: (personId: string) => string }) {
  const speech = useWords();
  return (
    <div className="story-line">
      <span>{sentenceOf(item, speech)}</span>
      {item.kind === 'fact' && <FactMore fact={item.fact} />}
      <span className="quiet">
        <When at={item.at} />
        {item.kind === 'fact' && ` · ${whoOf(item.fact, speech, nameOf)}`}
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
    case 'comment':
      return t('story.comment', { text: item.comment.text ?? t('comment.withdrawn') });
    case 'file':
      return t('story.file', { name: item.file.name ?? t('file.withdrawn') });
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

/** The hand that did it, and whose place it took. */
function whoOf({ actor }: Fact, { t, word }: Speech, nameOf: (personId: string) => string): string {
  if (actor.kind !== 'person') return word('actor', actor.kind);
  const { id, onBehalfOf, department } = actor;
  const who =
    onBehalfOf === undefined ? nameOf(id) : t('story.for', { who: nameOf(id), absent: nameOf(onBehalfOf) });
  return department ? `${who} (${word('department', department)})` : who;
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

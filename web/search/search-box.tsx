import { useNavigate } from '@tanstack/react-router';
import { Input, type InputRef } from 'antd';
import type { Ref } from 'react';
import { useWords } from '../words.js';
import './search.css';
import { seek } from './sought.js';

const MOST_LENGTH = 512;

/** One box for everything that an order is known by. */
export function SearchBox({ field, className = '' }: { field?: Ref<InputRef>; className?: string }) {
  const { t } = useWords();
  const go = useNavigate();
  return (
    <search className={className}>
      <Input.Search
        {...(field && { ref: field })}
        aria-label={t('search.box')}
        placeholder={t('search.box')}
        maxLength={MOST_LENGTH}
        autoComplete="off"
        onSearch={(text, event) => {
          if (text.trim() === '' || isComposing(event)) return;
          seek(text.trim());
          void go({ to: '/search' });
        }}
      />
    </search>
  );
}

/** Enter that ends a composition is no Enter. */
const isComposing = (event: { nativeEvent?: Event } | undefined): boolean =>
  event?.nativeEvent instanceof KeyboardEvent && event.nativeEvent.isComposing;

import { Drawer } from 'antd';
import { useWords } from '../words.js';
import { Nav } from './nav.js';
import { Tools } from './tools.js';

/** The entries on a phone, behind one button, with what the bar has no room for. */
export function PhoneNav({ close }: { close: () => void }) {
  const { t } = useWords();
  return (
    <Drawer open placement="left" size={240} title={t('nav.menu')} onClose={close}>
      <div className="phone-nav">
        <Nav onGo={close} />
        <Tools onGo={close} />
      </div>
    </Drawer>
  );
}

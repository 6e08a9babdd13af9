import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { AccountsFile } from '../payments/accounts.js';

const pair = promisify(generateKeyPair);
const API_V3_KEY = 'simulated-simulated-simulated-00';

/** Both sides of both accounts: the house signs with one, the simulated provider with the other. */
export interface PaymentKeys {
  readonly wechat: {
    readonly appId: string;
    readonly mchId: string;
    readonly serial: string;
    readonly platformSerial: string;
    readonly apiV3Key: string;
    readonly ours: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
    readonly theirs: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  };
  readonly alipay: {
    readonly appId: string;
    readonly sellerId: string;
    readonly ours: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
    readonly theirs: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  };
}

/** Fresh test keys: no two starts share one, so that none is worth stealing. */
export async function newPaymentKeys(): Promise<PaymentKeys> {
  const rsa = () => pair('rsa', { modulusLength: 2048 });
  const [wechatOurs, wechatTheirs, alipayOurs, alipayTheirs] = await Promise.all([
    rsa(),
    rsa(),
    rsa(),
    rsa(),
  ]);
  return {
    wechat: {
      ...{ appId: 'wx0000simulated', mchId: '1900000001', serial: 'SIMULATED0MERCHANT' },
      ...{ platformSerial: 'PUB_KEY_ID_SIMULATED', apiV3Key: API_V3_KEY },
      ...{ ours: wechatOurs, theirs: wechatTheirs },
    },
    alipay: {
      ...{ appId: '2021000000000001', sellerId: '2088000000000001' },
      ...{ ours: alipayOurs, theirs: alipayTheirs },
    },
  };
}

/** The file of accounts that points a house at the simulator. */
export function simulatedAccounts(
  keys: PaymentKeys,
  simulatorUrl: string,
  callbackUrl: string,
): AccountsFile {
  const { wechat, alipay } = keys;
  const secret = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const open = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
  return {
    callbackUrl,
    simulated: true,
    wechat: {
      ...{ url: `${simulatorUrl}/wechat`, appId: wechat.appId, mchId: wechat.mchId, serial: wechat.serial },
      ...{ privateKey: secret(wechat.ours.privateKey), apiV3Key: wechat.apiV3Key },
      platformKeys: { [wechat.platformSerial]: open(wechat.theirs.publicKey) },
    },
    alipay: {
      ...{ url: `${simulatorUrl}/alipay/gateway.do`, appId: alipay.appId, sellerId: alipay.sellerId },
      ...{ privateKey: secret(alipay.ours.privateKey), publicKey: open(alipay.theirs.publicKey) },
    },
  };
}

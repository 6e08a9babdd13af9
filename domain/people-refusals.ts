import { type RefusalText, text } from './refusal-text.js';

/** What is refused at the door, and where people and their roles are looked after. */
export const PEOPLE_REFUSALS = {
  sign_in_failed: text(401, '账号或密码不正确。', 'The person or the password is not right.'),
  foreign_origin: text(
    403,
    '请求不是从本站页面发出的。',
    'The request does not come from a page of this site.',
  ),
  password_must_change: text(403, '请先修改密码。', 'Change the password first.'),
  password_weak: text(
    422,
    '新密码至少 12 个字符，且不能与账号或旧密码相同。',
    'The new password needs 12 characters, and must be neither the old one nor the person.',
  ),
  step_up_required: text(
    403,
    '这一步很重要，请再次确认是您本人。',
    'This one matters: prove once more that it is you.',
  ),
  second_factor_failed: text(
    401,
    '验证没有通过。每个验证码只能用一次，请用新的再试。',
    'That proof is not right. A code counts once; try again with a new one.',
  ),
  second_step_missing: text(
    409,
    '登录已超时，请重新输入账号和密码。',
    'The sign-in took too long; begin again with the password.',
  ),
  factor_enrolled: text(409, '这种验证方式已经启用。', 'This factor is in force already.'),
  factor_unknown: text(404, '没有启用这种验证方式。', 'There is no such factor.'),
  passkey_unavailable: text(
    409,
    '通行密钥要用域名打开本站才能使用，数字地址不行；在本机请用 localhost。',
    'Passkeys need a host name and not a number in the address; on this machine open localhost.',
  ),
  oidc_off: text(404, '没有接入统一登录。', 'There is no OpenID provider here.'),
  oidc_unreachable: text(
    503,
    '统一登录暂时没有回应，请稍后再试，或用密码登录。',
    'The OpenID provider does not answer; try again, or use the password.',
  ),
  identity_not_linked: text(
    401,
    '统一登录认识您，但这里没有给您开通，请联系管理员。',
    'The provider knows you, but nobody has let you in here: ask an administrator.',
  ),
  identity_linked: text(409, '这个身份已经属于一个账号。', 'That subject belongs to a person already.'),
  identity_unknown: text(404, '没有这个关联。', 'There is no such link.'),
  token_unknown: text(404, '没有这个令牌，或已停用。', 'There is no such token, or it is revoked.'),
  scopes_beyond_rights: text(
    422,
    '这个人没有这些权限，令牌不能比人更大。',
    'The person has no such rights; a token never opens more than its person.',
  ),
  session_unknown: text(404, '这次登录已经结束。', 'That session is over.'),
  session_required: text(
    403,
    '请在浏览器里登录后操作，访问令牌做不了这件事。',
    'Sign in with a browser for this; a token cannot do it.',
  ),

  person_missing: text(404, '没有这个人。', 'There is no such person.'),
  person_taken: text(409, '这个账号已有人使用。', 'This account belongs to somebody already.'),
  person_changed: text(
    409,
    '此人资料刚被修改，请刷新后再改。',
    'This person was changed meanwhile; look again.',
  ),
  roles_exclude: text(422, '这两个岗位不能由同一人担任。', 'Nobody may hold these two roles together.'),
  own_account: text(
    409,
    '不能停用自己，也不能取消自己的管理员岗位。',
    'You cannot disable yourself or give up your own administrator role.',
  ),
  absence_unknown: text(404, '没有这次请假，或已结束。', 'There is no such absence, or it is over.'),
  absence_dates: text(
    422,
    '请假须先起后止、尚未结束，且不超过 92 天。',
    'An absence ends after it begins, is not over yet, and lasts 92 days at most.',
  ),
  absence_overlaps: text(409, '这段时间已有请假。', 'There is an absence within this time already.'),
  substitute_unsuitable: text(
    422,
    '这个人不能代班：已离职、同时请假、是本人，或由本人安排。',
    'They cannot stand in: gone, away too, the same person, or the one who arranges it.',
  ),
} as const satisfies Record<string, RefusalText>;

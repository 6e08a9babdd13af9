import type { RouteName, Routes } from './contract/routes.js';
import type { HandlerOf } from './handler.js';
import * as absences from './routes/absences.js';
import * as access from './routes/access.js';
import * as actions from './routes/actions.js';
import * as amendments from './routes/amendments.js';
import * as books from './routes/books.js';
import * as calendar from './routes/calendar.js';
import * as checks from './routes/case-checks.js';
import * as endings from './routes/case-endings.js';
import * as work from './routes/case-work.js';
import * as cases from './routes/cases.js';
import * as codes from './routes/codes.js';
import * as comments from './routes/comments.js';
import * as confirmation from './routes/confirmation.js';
import * as contact from './routes/contact.js';
import * as customer from './routes/customer.js';
import * as own from './routes/customer-contact.js';
import * as deeds from './routes/customer-deeds.js';
import * as customerPayments from './routes/customer-payments.js';
import * as proof from './routes/customer-proof.js';
import * as delivery from './routes/delivery.js';
import * as digests from './routes/digests.js';
import * as disputes from './routes/disputes.js';
import * as entry from './routes/entry.js';
import * as events from './routes/events.js';
import * as facts from './routes/facts.js';
import * as files from './routes/files.js';
import * as forwards from './routes/forwards.js';
import * as handlings from './routes/handlings.js';
import * as identities from './routes/identities.js';
import * as imports from './routes/imports.js';
import * as inbox from './routes/inbox.js';
import * as incidents from './routes/incidents.js';
import * as labels from './routes/labels.js';
import * as letters from './routes/letters.js';
import * as me from './routes/me.js';
import * as offline from './routes/offline.js';
import * as offlineScans from './routes/offline-scans.js';
import * as oidc from './routes/oidc.js';
import * as orderAmendments from './routes/order-amendments.js';
import * as orders from './routes/orders.js';
import * as overview from './routes/overview.js';
import * as paymentCallbacks from './routes/payment-callbacks.js';
import * as payments from './routes/payments.js';
import * as people from './routes/people.js';
import * as postings from './routes/postings.js';
import * as printBatches from './routes/print-batches.js';
import * as printSamples from './routes/print-samples.js';
import * as refunds from './routes/refunds.js';
import * as batches from './routes/retry-batches.js';
import * as bulk from './routes/review-bulk.js';
import * as reviewCheck from './routes/review-check.js';
import * as claims from './routes/review-claims.js';
import * as decision from './routes/review-decision.js';
import * as passing from './routes/review-passing.js';
import * as reviews from './routes/reviews.js';
import * as scanAlerts from './routes/scan-alerts.js';
import * as scanFaces from './routes/scan-faces.js';
import * as scans from './routes/scans.js';
import * as searches from './routes/searches.js';
import * as security from './routes/security.js';
import * as session from './routes/session.js';
import * as steering from './routes/steering.js';
import * as stuck from './routes/stuck.js';
import * as stuckExport from './routes/stuck-export.js';
import * as timeline from './routes/timeline.js';
import * as tokenKeys from './routes/token-keys.js';
import * as tokens from './routes/tokens.js';
import * as transfers from './routes/transfers.js';
import * as verification from './routes/verification.js';
import * as views from './routes/views.js';

/** Who serves each route of the contract: none is missing and none stands outside it. */
export const HANDLERS: { readonly [Name in RouteName]: HandlerOf<Routes[Name]> } = {
  enterOrder: entry.enter,
  listOrders: orders.list,
  showOrder: orders.show,
  cancelOrder: orders.cancel,
  watchOrder: orders.watch,
  requestCode: codes.ask,
  proposeAmendment: orderAmendments.propose,
  showAmendment: orderAmendments.show,
  settleAmendment: orderAmendments.settle,
  reissueCode: codes.reissue,
  forwardCode: forwards.forward,
  voidCode: codes.makeVoid,
  showCode: codes.show,
  showConfirmation: confirmation.show,
  drawCodeSvg: codes.svg,
  drawCodePng: codes.png,
  drawCodePdf: labels.pdf,
  drawCodeZpl: labels.zpl,
  listLabels: labels.list,
  printCode: labels.print,
  startPrintBatch: printBatches.start,
  listPrintBatches: printBatches.list,
  showPrintBatch: printBatches.show,
  printBatch: printBatches.print,
  gradePrints: printSamples.grade,
  stateFact: facts.state,
  handleGoods: handlings.handle,
  listHandlings: handlings.list,
  listProviders: payments.providers,
  requestPayment: payments.request,
  listPayments: payments.list,
  showPayment: payments.show,
  refundPayment: refunds.ask,
  answerRefund: refunds.answer,
  listRefunds: refunds.list,
  listAccounts: books.accounts,
  exportPostings: postings.exportPostings,
  takeBill: books.take,
  listBills: books.bills,
  listDifferences: books.differences,
  settleDifference: books.settle,
  payByCustomer: customerPayments.start,
  showCustomerPayment: customerPayments.show,
  drawCustomerPayment: customerPayments.draw,
  hearWechat: paymentCallbacks.hearWechat,
  hearAlipay: paymentCallbacks.hearAlipay,
  offerTransfer: transfers.offer,
  answerTransfer: transfers.answer,
  scan: scans.scan,
  registerDevice: offline.register,
  listDevices: offline.list,
  revokeDevice: offline.revoke,
  showOfflineKeys: offline.keys,
  takeDeviceList: offline.take,
  sendOfflineScans: offlineScans.send,
  showFace: scanFaces.show,
  listScanAlerts: scanAlerts.list,
  reviewScanAlert: scanAlerts.review,
  searchOrders: searches.search,
  addComment: comments.add,
  withdrawComment: comments.takeBack,
  addFile: files.add,
  downloadFile: files.download,
  withdrawFile: files.takeBack,
  listReviews: reviews.list,
  countReviews: reviews.count,
  nextReview: reviews.next,
  showReview: reviews.show,
  checkReview: reviewCheck.check,
  listCandidates: reviews.candidates,
  checkBulk: bulk.check,
  approveBulk: bulk.approve,
  claimReview: claims.take,
  releaseReview: claims.release,
  takeOverReview: claims.takeOver,
  notePresence: claims.presence,
  saveDraft: claims.draft,
  decideReview: decision.decide,
  withdrawDecision: decision.withdraw,
  askCustomer: passing.ask,
  handOverReview: passing.handOn,
  escalateReview: passing.escalate,
  supplyEvidence: passing.supply,
  listCases: cases.list,
  showCase: cases.show,
  retryCase: cases.retry,
  giveUpCase: endings.giveUp,
  skipStep: endings.skip,
  answerSkip: endings.answerSkip,
  amendOrder: amendments.propose,
  answerAmendment: amendments.answer,
  resolveCase: cases.resolve,
  noteContact: disputes.contact,
  previewProgress: disputes.preview,
  tellProgress: disputes.progress,
  listIncidents: incidents.list,
  showIncident: incidents.show,
  editIncident: incidents.edit,
  checkCases: checks.check,
  showCaseWork: work.show,
  showCaseStatistics: incidents.statistics,
  startBatch: batches.start,
  listBatches: batches.list,
  showBatch: batches.show,
  listBatchItems: batches.items,
  steerBatch: batches.steer,
  listStuck: stuck.list,
  showBoard: stuck.board,
  exportStuck: stuckExport.exportStuck,
  showCalendar: calendar.show,
  editCalendar: calendar.edit,
  editCalendarDays: calendar.editDays,
  loadCalendarYear: calendar.loadYear,
  editShifts: calendar.editShifts,
  pauseClock: calendar.pause,
  resumeClock: calendar.resume,
  showTimeline: timeline.show,
  showLog: timeline.log,
  listMessages: overview.messages,
  showSummary: overview.summary,
  showLive: overview.live,
  showReady: overview.ready,
  showOpenApi: overview.document,
  importOrders: imports.take,
  showImport: imports.show,
  listImportRefusals: imports.refusals,
  showMe: me.show,
  showDigests: digests.show,
  chooseDigests: digests.choose,
  signIn: session.signIn,
  showDoor: session.door,
  takeSecondStep: session.secondStep,
  askAssertion: session.askSignature,
  signInByPasskey: session.byPasskey,
  askOidc: oidc.ask,
  answerOidc: oidc.answer,
  showSession: session.show,
  signOut: session.signOut,
  stepUp: session.stepUp,
  changePassword: session.change,
  showSecurity: security.show,
  offerTotp: security.offer,
  confirmTotp: security.confirm,
  removeTotp: security.removeApp,
  renewRecoveryCodes: security.renewCodes,
  askPasskey: security.askPasskey,
  addPasskey: security.addPasskey,
  removePasskey: security.dropPasskey,
  endOneSession: security.endOne,
  listTokenKeys: tokenKeys.list,
  rotateTokenKey: tokenKeys.rotate,
  previewExposure: tokenKeys.preview,
  declareCompromise: tokenKeys.declare,
  listCompromises: tokenKeys.listCompromises,
  listTokens: tokens.list,
  issueToken: tokens.issue,
  revokeToken: tokens.revoke,
  listIdentities: identities.list,
  linkIdentity: identities.link,
  unlinkIdentity: identities.unlink,
  listActions: actions.list,
  showVerification: verification.show,
  listPeople: people.list,
  addPerson: people.add,
  changePerson: people.change,
  givePassword: people.givePassword,
  showAccess: access.show,
  resetFactors: access.reset,
  endSessions: access.endAll,
  arrangeAbsence: absences.arrange,
  endAbsence: absences.end,
  listenToEvents: events.listen,
  listViews: views.list,
  countViews: views.counts,
  saveView: views.save,
  changeView: views.change,
  removeView: views.remove,
  chooseView: views.choose,
  steerOrders: steering.steerOrders,
  explainOrder: steering.explain,
  listColleagues: steering.listColleagues,
  listNotices: steering.listNotices,
  seeNotice: steering.see,
  listTemplates: letters.list,
  showTemplate: letters.show,
  previewTemplate: letters.preview,
  saveTemplate: letters.save,
  listInbox: inbox.list,
  showInbox: inbox.show,
  listDeadLetters: delivery.list,
  resendMessage: delivery.resend,
  reportMessage: delivery.report,
  showContact: contact.show,
  chooseContact: contact.set,
  stopMessages: contact.stop,
  showQuietHours: contact.showQuiet,
  setQuietHours: contact.setQuiet,
  showPushKey: contact.pushKey,
  subscribePush: own.subscribeTo,
  openCustomerPage: customer.open,
  leaveCustomerPage: customer.leave,
  showCustomerOrder: customer.show,
  drawCustomerCode: customer.draw,
  askProofCode: proof.ask,
  proveCustomer: proof.prove,
  confirmByCustomer: deeds.confirm,
  reportProblem: deeds.report,
  reportMisuse: deeds.alarm,
  showCustomerContact: own.show,
  chooseCustomerContact: own.choose,
};

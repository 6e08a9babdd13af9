import type { views as zh } from '../zh/views.js';

export const views: Record<keyof typeof zh, string> = {
  'views.title': 'Views',
  'views.all': 'All',
  'views.save': 'Save view',
  'views.save_hint': 'Save the current filter as a view',
  'views.name': 'Name',
  'views.shared': 'Who sees it',
  'views.shared.mine': 'Only me',
  'views.shared.role': 'People of my role',
  'views.shared.everybody': 'Everybody',
  'views.may_not_share': 'Sharing with everybody takes a right of its own',
  'views.edit': 'Change view',
  'views.use_filter': 'Use the current filter',
  'views.remove': 'Delete',
  'views.default': 'Open the list with it',
  'views.ok': 'Save',
  'views.cancel': 'Cancel',
  'views.by': 'Shared by {{name}}',
  'views.not_yours': 'Somebody else shares this view; only they change it',
  'views.house': 'This view comes with the house and stays as it is',
};

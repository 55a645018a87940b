import type { ReactElement } from 'react';

import type { IconName } from '../components/icons.js';
import { DeskView } from '../features/desk/DeskView.js';
import { InspectView } from '../features/inspect/InspectView.js';
import { RecordsView } from '../features/records/RecordsView.js';
import { SettingsView } from '../features/settings/SettingsView.js';
import { StationView } from '../features/station/StationView.js';
import { WriterView } from '../features/writer/WriterView.js';
import type { ViewId } from './view-ids.js';

interface View {
  readonly id: ViewId;
  readonly icon: IconName;
  readonly element: ReactElement;
}

const STATION: View = { id: 'station', icon: 'station', element: <StationView /> };

/** The views that work; another is added here on the day it works. */
export const VIEWS: readonly View[] = [
  STATION,
  { id: 'writer', icon: 'writer', element: <WriterView /> },
  { id: 'inspect', icon: 'inspect', element: <InspectView /> },
  { id: 'desk', icon: 'desk', element: <DeskView /> },
  { id: 'records', icon: 'records', element: <RecordsView /> },
  { id: 'settings', icon: 'settings', element: <SettingsView /> },
];

/** The view of this name; Station where it does not work yet. */
export function viewOf(id: ViewId): ReactElement {
  return (VIEWS.find((view) => view.id === id) ?? STATION).element;
}

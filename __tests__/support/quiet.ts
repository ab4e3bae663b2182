import { hideWorkflowCommands } from '../../src/report/terminal.ts'

hideWorkflowCommands()

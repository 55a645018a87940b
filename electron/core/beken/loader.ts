import type { Transport } from '../serial/transport.js';
import type {
  ChipEraseRequest,
  DetectReport,
  EfuseReport,
  EraseRequest,
  LoaderContext,
  LoaderReport,
  LoaderRequest,
  PatchReport,
  PatchRequest,
  ProgramReport,
  ProgramRequest,
  RangeReport,
  ReadRequest,
  StatusReport,
  StatusRequest,
  VerifyRequest,
} from './api.js';
import { detectTask, efuseTask, readTask, resetTask, statusTask, verifyTask } from './read-tasks.js';
import { patchTask } from './patch-task.js';
import { runTask } from './run-task.js';
import { chipEraseTask, eraseTask, programTask } from './write-tasks.js';

/** An operation of the loader: everything it throws is what `runTask` says and its own errors. */
type Operation<Q, R> = (transport: Transport, request: Q, context: LoaderContext) => Promise<R>;

/**
 * Burns an image and proves it. Nothing is erased before `request.place` has decided.
 * @throws what `place` throws; KilnError FLASH_*, CRC_NO_ANSWER, RANGE_UNALIGNED, FIRMWARE_EMPTY
 */
export const program: Operation<ProgramRequest, ProgramReport> = (transport, request, context) =>
  runTask(transport, request, programTask(request), context);

/**
 * Reads as the caller likes, then replaces exactly the sectors that the caller decides on, by 4 KiB erases alone, and proves them.
 * @throws what `decide` throws; KilnError FLASH_*, CRC_NO_ANSWER, RANGE_UNALIGNED
 */
export const patch: Operation<PatchRequest, PatchReport> = (transport, request, context) =>
  runTask(transport, request, patchTask(request), context);

/** Erases exactly a range and proves that it is blank. @throws KilnError FLASH_*, CRC_NO_ANSWER, RANGE_UNALIGNED */
export const eraseRange: Operation<EraseRequest, RangeReport> = (transport, request, context) =>
  runTask(transport, request, eraseTask(request), context);

/** Erases everything, class N only. @throws KilnError FLASH_*, NOT_ON_THIS_CHIP */
export const eraseWholeChip: Operation<ChipEraseRequest, RangeReport> = (transport, request, context) =>
  runTask(transport, request, chipEraseTask(request), context);

/** Reads a range into a sink, proved by CRC. @throws KilnError FLASH_READ, CRC_NO_ANSWER, RANGE_UNALIGNED, FLASH_TOO_SMALL */
export const readFlash: Operation<ReadRequest, RangeReport> = (transport, request, context) =>
  runTask(transport, request, readTask(request), context);

/** Compares an image with the flash. @throws KilnError FLASH_DIFFERS {address, sectors, count}, CRC_NO_ANSWER */
export const verifyFlash: Operation<VerifyRequest, RangeReport> = (transport, request, context) =>
  runTask(transport, request, verifyTask(request), context);

/** Says what a board is. Changes nothing. */
export const detect: Operation<LoaderRequest, DetectReport> = (transport, request, context) =>
  runTask(transport, request, detectTask(request), context);

/** Reads the key in the eFuse, class N only. @throws KilnError NOT_ON_THIS_CHIP, EFUSE_UNREADABLE */
export const readKey: Operation<LoaderRequest, EfuseReport> = (transport, request, context) =>
  runTask(transport, request, efuseTask(request), context);

/** Reads the flash's status registers, after writing one where asked for; class N only. @throws KilnError NOT_ON_THIS_CHIP */
export const statusRegister: Operation<StatusRequest, StatusReport> = (transport, request, context) =>
  runTask(transport, request, statusTask(request), context);

/** Restarts the chip by its bootloader. */
export const restart: Operation<LoaderRequest, LoaderReport> = (transport, request, context) =>
  runTask(transport, request, resetTask(request, 'reboot'), context);

/** Restarts the chip by its watchdog, class N only. @throws KilnError NOT_ON_THIS_CHIP */
export const reset: Operation<LoaderRequest, LoaderReport> = (transport, request, context) =>
  runTask(transport, request, resetTask(request, 'watchdog'), context);

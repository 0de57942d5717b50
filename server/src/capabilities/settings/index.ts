export { changeSettings, findSettingProblem } from './change-settings.ts'
export { houseSettings } from './house.ts'
export { Budget, Count, setting } from './setting.ts'
export { allSettings, readSetting, slice } from './slice.ts'

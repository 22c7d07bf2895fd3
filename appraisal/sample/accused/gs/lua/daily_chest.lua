-- 每日宝箱（月卡用户）
local chest = {}

local POOL = {
  { 58004, 1, 30 },
  { 58005, 5, 40 },
  { 58008, 10, 25 },
  { 58007, 88, 5 },
}

function chest.open(user, today)
  if not user:member() then
    user:notice("开通月卡即可领取。")
    return nil
  end
  if user:var("chest_day") == today then
    user:notice("今天领过啦，明天再来。")
    return nil
  end
  user:set_var("chest_day", today)
  local roll = user:random(100)
  for _, line in ipairs(POOL) do
    roll = roll - line[3]
    if roll < 0 then
      user:give(line[1], line[2])
      return line[1]
    end
  end
  return nil
end

return chest

-- 卖梨的小姑娘。三个铜钱加一个故事，带人过黑芦滩
local girl = { name = "小杏", map = 3, x = 27, y = 401 }

local PRICE = 3
local PEAR = 50307

-- 不回头，不应声，不数数：违反任何一条，水里就多一个影子
local RULES = { "look_back", "answer", "count" }

function girl.greet(user)
  user:say("进荡子要三个铜钱，外加一个故事。")
  user:choices({ "给钱，讲故事", "只给钱", "买一只梨" })
end

function girl.choose(user, choice)
  if choice == 1 then
    if not user:pay(PRICE) then
      user:say("先去挣三个铜钱吧。")
      return
    end
    user:follow("girl", 600)
    user:say("跟紧了，别数数。")
  elseif choice == 2 then
    user:say("静的地方要用故事填一填。")
  elseif choice == 3 and user:pay(1) then
    user:give(PEAR, 1)
  end
end

function girl.broken_rule(user, rule)
  for _, known in ipairs(RULES) do
    if known == rule then
      -- 1019 = 空蓑衣
      user:spawn_behind(1019, 1)
      return true
    end
  end
  return false
end

return girl

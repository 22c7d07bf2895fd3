-- 卖梨的小姑娘。三个铜钱加一个故事，带人过黑苇荡
local ali = { name = "阿梨", map = 3, x = 27, y = 401 }

local PRICE = 3
local PEAR = 10307

-- 不回头，不应声，不数数：违反任何一条，水里就多一个影子
local RULES = { "look_back", "answer", "count" }

function ali.greet(player)
  player:say("进荡子要三个铜钱，外加一个故事。")
  player:choices({ "给钱，讲故事", "只给钱", "买一只梨" })
end

function ali.choose(player, choice)
  if choice == 1 then
    if not player:pay(PRICE) then
      player:say("先去挣三个铜钱吧。")
      return
    end
    player:follow("ali", 600)
    player:say("跟紧了，别数数。")
  elseif choice == 2 then
    player:say("静的地方要用故事填一填。")
  elseif choice == 3 and player:pay(1) then
    player:give(PEAR, 1)
  end
end

function ali.broken_rule(player, rule)
  for _, known in ipairs(RULES) do
    if known == rule then
      -- 20119 = 空蓑衣
      player:spawn_behind(20119, 1)
      return true
    end
  end
  return false
end

return ali

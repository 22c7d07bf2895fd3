-- 主线：第三盏灯。步骤号写进角色存档的 quests.lamps
local mq = {}

mq.id = "lamps"
mq.steps = {
  [0] = { at = "lamp3_stairs", text = "爬上一百零八级石阶。" },
  [1] = { at = "lamp3_top", text = "灯灭了。用血点一盏。", cost = { life = 0.2 } },
  [2] = { at = "ferry", text = "到残桥渡查看退落的湖水。", kill = { monster = 1004, count = 13 } },
  [3] = { at = "reeds", text = "跟着卖梨的小姑娘穿过黑芦滩。", npc = "ali" },
  [4] = { at = "ridge_cave", text = "取出月髓。", item = 50777 },
  [5] = { at = "terrace", text = "在观月台等潮水站起来。" },
  [6] = { at = "north_gate", text = "把月亮还回去。", finish = true },
}

local REWARD_COINS = { 30, 70, 190, 230, 510, 770, 1300 }
local REWARD_EXPERIENCE = { 90, 260, 730, 1170, 2210, 4030, 7700 }

local function enough(user, step)
  if step.item and user:count(step.item) < 1 then
    return false, "还缺一件东西。"
  end
  if step.kill then
    local done = user:kills(step.kill.monster)
    if done < step.kill.count then
      return false, "还有 " .. (step.kill.count - done) .. " 头。"
    end
  end
  if step.npc and not user:with(step.npc) then
    return false, "一个人进去是出不来的。"
  end
  return true
end

function mq.talk(user, place)
  local number = user:mq(mq.id)
  local step = mq.steps[number]
  if step == nil or step.at ~= place then
    return false
  end
  local ok, why = enough(user, step)
  if not ok then
    user:notice(why)
    return false
  end
  if step.cost then
    user:hurt(math.floor(user:life() * step.cost.life))
  end
  user:coins(REWARD_COINS[number + 1])
  user:experience(REWARD_EXPERIENCE[number + 1])
  user:set_quest(mq.id, number + 1)
  if step.finish then
    -- 第八盏灯：称号与小红灯
    user:title("eighth_lamp")
    user:give(50888, 1)
  else
    user:notice(mq.steps[number + 1].text)
  end
  return true
end

-- 掉线重连时把任务提示再说一遍
function mq.remind(user)
  local step = mq.steps[user:mq(mq.id)]
  if step then
    user:notice(step.text)
  end
end

return mq

-- 主线：第三盏灯。步骤号写进角色存档的 quests.lamps
local quest = {}

quest.id = "lamps"
quest.steps = {
  [0] = { at = "lamp3_stairs", text = "爬上一百零八级石阶。" },
  [1] = { at = "lamp3_top", text = "灯灭了。用血点一盏。", cost = { life = 0.2 } },
  [2] = { at = "ferry", text = "到断桥渡查看退落的湖水。", kill = { monster = 20104, count = 13 } },
  [3] = { at = "reeds", text = "跟着卖梨的小姑娘穿过黑苇荡。", npc = "ali" },
  [4] = { at = "ridge_cave", text = "取出月髓。", item = 10777 },
  [5] = { at = "terrace", text = "在望朔台等潮水站起来。" },
  [6] = { at = "north_gate", text = "把月亮还回去。", finish = true },
}

local REWARD_COINS = { 30, 70, 190, 230, 510, 770, 1300 }
local REWARD_EXPERIENCE = { 90, 260, 730, 1170, 2210, 4030, 7700 }

local function enough(player, step)
  if step.item and player:count(step.item) < 1 then
    return false, "还缺一件东西。"
  end
  if step.kill then
    local done = player:kills(step.kill.monster)
    if done < step.kill.count then
      return false, "还有 " .. (step.kill.count - done) .. " 头。"
    end
  end
  if step.npc and not player:with(step.npc) then
    return false, "一个人进去是出不来的。"
  end
  return true
end

function quest.talk(player, place)
  local number = player:quest(quest.id)
  local step = quest.steps[number]
  if step == nil or step.at ~= place then
    return false
  end
  local ok, why = enough(player, step)
  if not ok then
    player:notice(why)
    return false
  end
  if step.cost then
    player:hurt(math.floor(player:life() * step.cost.life))
  end
  player:coins(REWARD_COINS[number + 1])
  player:experience(REWARD_EXPERIENCE[number + 1])
  player:set_quest(quest.id, number + 1)
  if step.finish then
    -- 第八盏灯：称号与小红灯
    player:title("eighth_lamp")
    player:give(10888, 1)
  else
    player:notice(quest.steps[number + 1].text)
  end
  return true
end

-- 掉线重连时把任务提示再说一遍
function quest.remind(player)
  local step = quest.steps[player:quest(quest.id)]
  if step then
    player:notice(step.text)
  end
end

return quest

-- 归潮：每周第六天第九通鼓开始的全城活动，共五个阶段
local tide = {}

local STAGES = {
  { name = "水退", seconds = 300, monsters = {} },
  { name = "水站起来", seconds = 120, monsters = { 20104, 20105 } },
  { name = "第一道浪", seconds = 420, monsters = { 20104, 20119, 20121 } },
  { name = "第二道浪", seconds = 420, monsters = { 20119, 20121, 20133 } },
  { name = "还月", seconds = 240, monsters = { 20160 } },
}

local GATES = { "north", "northeast", "east", "south", "southwest", "west", "water" }
local SANDBAG_SLOW = 1.7

tide.stage = 0
tide.left = 0
tide.sandbags = 0
tide.moved = 0 -- 已经撤走的户数

function tide.start(world)
  tide.stage = 1
  tide.left = STAGES[1].seconds
  tide.sandbags = 0
  tide.moved = 0
  world:notice("湖水退了四尺。")
  world:packet(0x0677, tide.stage)
end

-- 每只沙袋把这一阶段拖长一点七秒，慢一通鼓就能多走三百户人
function tide.sandbag(player)
  if tide.stage < 2 then
    return
  end
  tide.sandbags = tide.sandbags + 1
  tide.left = tide.left + SANDBAG_SLOW
  player:experience(13)
end

local function spawn_wave(world, stage)
  for index, gate in ipairs(GATES) do
    local list = STAGES[stage].monsters
    if #list > 0 then
      world:spawn(list[(index - 1) % #list + 1], gate, 7 + stage * 3)
    end
  end
end

function tide.tick(world, seconds)
  if tide.stage == 0 then
    return
  end
  tide.left = tide.left - seconds
  tide.moved = math.min(21000, tide.moved + math.floor(300 * seconds / 60))
  if tide.left > 0 then
    return
  end
  tide.stage = tide.stage + 1
  if STAGES[tide.stage] == nil then
    tide.stage = 0
    world:notice("天亮了。撤走 " .. tide.moved .. " 户。")
    return
  end
  tide.left = STAGES[tide.stage].seconds
  spawn_wave(world, tide.stage)
  world:notice(STAGES[tide.stage].name)
  world:packet(0x0677, tide.stage)
end

return tide

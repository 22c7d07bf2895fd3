-- 归潮：每周第六天第九通鼓开始的全城活动，共五个阶段
local ev = {}

local PHASES = {
  { name = "水退", seconds = 300, monsters = {} },
  { name = "水站起来", seconds = 120, monsters = { 1004, 1005 } },
  { name = "第一道浪", seconds = 420, monsters = { 1004, 1019, 1021 } },
  { name = "第二道浪", seconds = 420, monsters = { 1019, 1021, 1033 } },
  { name = "还月", seconds = 240, monsters = { 1060 } },
}

local GATES = { "north", "northeast", "east", "south", "southwest", "west", "water" }
local SANDBAG_SLOW = 1.7

ev.stage = 0
ev.left = 0
ev.bag_s = 0
ev.moved = 0 -- 已经撤走的户数

function ev.start(world)
  ev.stage = 1
  ev.left = PHASES[1].seconds
  ev.bag_s = 0
  ev.moved = 0
  world:notice("湖水退了四尺。")
  world:packet(0x0677, ev.stage)
end

-- 每只沙袋把这一阶段拖长一点七秒，慢一通鼓就能多走三百户人
function ev.bag_(user)
  if ev.stage < 2 then
    return
  end
  ev.bag_s = ev.bag_s + 1
  ev.left = ev.left + SANDBAG_SLOW
  user:experience(13)
end

local function spawn_wave(world, stage)
  for index, gate in ipairs(GATES) do
    local list = PHASES[stage].monsters
    if #list > 0 then
      world:spawn(list[(index - 1) % #list + 1], gate, 7 + stage * 3)
    end
  end
end

function ev.tick(world, seconds)
  if ev.stage == 0 then
    return
  end
  ev.left = ev.left - seconds
  ev.moved = math.min(21000, ev.moved + math.floor(300 * seconds / 60))
  if ev.left > 0 then
    return
  end
  ev.stage = ev.stage + 1
  if PHASES[ev.stage] == nil then
    ev.stage = 0
    world:notice("天亮了。撤走 " .. ev.moved .. " 户。")
    return
  end
  ev.left = PHASES[ev.stage].seconds
  spawn_wave(world, ev.stage)
  world:notice(PHASES[ev.stage].name)
  world:packet(0x0677, ev.stage)
end

return ev

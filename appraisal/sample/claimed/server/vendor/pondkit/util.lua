-- Pond Kit 0.4: helpers for scripts
local util = {}

function util.clamp(value, low, high)
  if value < low then return low end
  if value > high then return high end
  return value
end

function util.pick(list, roll)
  -- roll lies in [0, 1)
  return list[math.floor(roll * #list) + 1]
end

function util.join(list, between)
  local out = ""
  for index, word in ipairs(list) do
    if index > 1 then out = out .. between end
    out = out .. tostring(word)
  end
  return out
end

return util

SELECT cost_centre.code, cost_centre.name, coalesce(sum(posting.cents), 0) AS cents
FROM cost_centre LEFT JOIN posting ON posting.cost_centre = cost_centre.id GROUP BY cost_centre.id ORDER BY 1;

module example/misbehave

go 1.24

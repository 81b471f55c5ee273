"""Whatever dies, whenever it dies: nothing is lost, nothing is done without evidence, nothing visible happens twice."""

// Command standin is built quickly and stands for a program that is not.
package main

func main() {}
